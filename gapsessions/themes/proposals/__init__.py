"""The machine's proposal beside the present themes: what it would change, why, and taking over as much as one likes."""
