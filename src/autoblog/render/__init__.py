"""Page -> bytes -> file."""
