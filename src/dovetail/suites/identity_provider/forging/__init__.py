"""What tokens are made with; `forged_tokens`, beside this room, makes those that no provider may take.

- `keys.Key`: what tokens are signed with, and what they are verified with.
- `jwt`: a token of any header and any claims, signed with any key, or with none.
- `minting`: where valid tokens come from: a key, a function of the contract, or the port itself.
"""
