"""What a port's names and annotations say of it: operations, key, owner, queries, bulk forms, generated fields."""
