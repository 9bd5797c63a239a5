"""What an editor should look at again, though a build can do without: advice, as warnings."""
