"""What is asked of a sheet: from the desk, and from the phones in the room."""
