"""Disparity: the three perspectives side by side, and the frozen snapshots of it."""
