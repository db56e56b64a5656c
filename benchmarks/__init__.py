"""Measurements that are run by hand, each one command, each printing what it was run on."""
