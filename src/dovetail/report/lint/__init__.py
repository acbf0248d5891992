"""The gate's report, one file a format."""
