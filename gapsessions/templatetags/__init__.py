"""Presentation only: filters and tags for templates."""
