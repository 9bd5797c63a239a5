"""A built site -> a place on the network, what changed of it and in a safe order."""
