"""What every kind of contract stands on: it knows no kind, and the plugin and the reports know only it."""
