"""Every model of the app, gathered for Django; each is defined in its own step."""
