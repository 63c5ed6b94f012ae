"""A session as one file: written on one installation, taken in on another, without loss."""
