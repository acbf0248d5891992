"""Two clients at once: how any two calls are interleaved, and how what came of it is judged.

    one, other = (Client(s.source.connect, [s.prepared(commit)]) for _ in range(2))
    with pausing(s) as holds:                       # None where the store has no way to hold a client up
        with holds(2) as pause:                     # before the second thing that it sends
            answers = interleaved(s, pause, one, other)

A `Client` is a connection of its own and the calls that it makes over it: one save, one append, or a unit of work that
is entered, filled and committed (`begins` says with which of them it is to meet the other client). `interleaved` holds
the first one up in the middle of what it sends while the other one runs; `at_once` lets both begin together, for
stores that cannot hold anybody up. `races.race` does either as the store allows, in each place in turn, and records the
lines; it gives what both answered. A race in which no call came through has not been run: say so with
`s.not_evaluated`, and never count it as held.

`gate.Gate` holds a client up at a function that it calls, such as one that loads, while another one runs.

`merging.explained` judges what is stored afterwards: whether one writer's change came on top of the other's.
"""
