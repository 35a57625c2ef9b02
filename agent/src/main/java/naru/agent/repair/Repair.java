package naru.agent.repair;

import java.time.Instant;

/**
 * One thing that was not as it should be, and was put back.
 *
 * @param where the device, route, map or setting
 * @param found what was there instead
 * @param done what the agent did
 */
public record Repair(Instant time, RepairKind kind, String where, String found, String done) {}
