"""autoblog: a static site generator for an automotive industry blog."""

__version__ = "0.1.0"
