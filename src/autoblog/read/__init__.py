"""Files -> posts and bodies."""
