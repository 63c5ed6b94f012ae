"""Live updates: who listens to which topic, and how a change reaches them. Knows topics, not domain words."""
