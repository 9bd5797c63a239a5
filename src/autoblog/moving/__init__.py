"""A post gets another file, address or section, and nothing that points to it breaks."""
