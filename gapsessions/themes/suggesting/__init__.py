"""Help with sorting, one question at a time: the machine asks, a person says yes, no or not now."""
