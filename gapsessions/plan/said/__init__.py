"""You said, we did: what a person publishes for everybody who was given the address."""
