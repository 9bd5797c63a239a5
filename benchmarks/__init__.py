"""Speed of autoblog and of its peers: `python3 benchmarks/compare.py`."""
