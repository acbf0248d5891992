"""How a store is made to fail while an operation runs: the nth statement, commit or command, or everything.

    for outage in outages(s):
        with prepared(s, outage) as strike:
            for number in outage.numbers:           # the first statement, the second one, and so on
                reply = while_failing(s, outage, strike, number, lambda: s.call(operation, key=key))
                if reply is None:                   # the operation ended before it sent so many
                    break
                ...                                 # what a clause says of an answer while the store fails

`outages(s)` gives what the scenario's store is capable of. The faults themselves are in `dovetail.faults`.
"""
