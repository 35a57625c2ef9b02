package naru.agent;

import naru.agent.endpoint.Addresses;
import naru.agent.endpoint.EndpointStore;
import naru.agent.loop.Engine;
import naru.agent.loop.EventLoop;

/** What the agent knows, and where it keeps it. */
record Knowledge(Engine engine, EventLoop loop, Addresses addresses, EndpointStore store) {}
