"""While a gathering is held: the control room, the projector, the rehearsal, and moving everything on at once."""
