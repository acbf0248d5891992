"""How clauses of every kind call the operations of a port: one path, and nothing of any kind in it.

- `operation_call.OperationCall`: one operation in a contract's words. Each parameter that a call gives has a role
  (`aggregate`, `key`, `scope`, `limit` ...), so that a clause gives values by role and not by position. Made by
  `operation_call(operation, roles)` from a method of the port; `OperationCall(name, function, roles)` from any function
  whose first argument is the adapter, such as `OperationCall("commit", method("commit"), ())`.
- `prepared_call.PreparedCall`: an operation with its arguments, ready to be made at once or later, by any client.
- `scenario.CallingScenario`: the base of a kind's scenario. `s.call(operation, key=...)` makes a call over the current
  connection, records its line and gives the `Reply`; `s.prepared(operation, key=...)` gives a call for a race.
- `reply.Reply`: what was answered, with a picture of it from while the connection was open.
- `owner`: parameters that say whose data is meant, by a value (role `scope`) or by an object that has the value (role
  `BY_OBJECT`: `save(user: User, note)`). A scenario that says `owned` has such objects made for it.
- `attributes`: the public attributes of a class with their types, by which parameters are matched.

Whether a port is sync or async, and whether it answers with a Result, only the driver knows (`kernel.driver`).
"""
