"""The two ways into the fake: an ASGI application on a socket, and a transport in process; what travels badly too.

Refuses to know what a request means; `service` answers.
"""
