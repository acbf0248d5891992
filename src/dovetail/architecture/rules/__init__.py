"""The rules, one file each; their texts are in `contracts/architecture.toml`."""
