"""Sources that run inside a jail, on whatever CPython lies there.

They are sent into the jail as text and import the standard library, :mod:`codeeval_gym.values` and
one another, nothing else. Nothing here is trusted with a verdict: what leaves the jail is answers.

    launcher    waits for runs and clones each into namespaces of its own
    run_init    process 1 of a run: fresh disk, starts the program, reports how it ended
    confine     limits, identity and system-call filter of the program's process
    driver      compiles and executes the program, writes its answers
"""
