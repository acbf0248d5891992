"""The whole gate's report, one file a format."""
