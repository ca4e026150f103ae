/**
 * Messages as the machines know them.
 *
 * Invariant: pure; what is not set has its default.
 */
import type { COMMANDS, CommandFact } from '../machines/commands.ts'
import { DEFAULT_POLICY, type Policy, type ReleaseRef, type RolloutFact, type TargetRef } from '../machines/intent.ts'
import { actionOf, NO_ACTION } from '../protocol/check-command.ts'
import { WHOLE_SHARE } from '../protocol/check-rollout.ts'
import type { CheckedTarget } from '../protocol/check-target.ts'
import { RolloutState } from '../protocol/enums.ts'
import { lotOf } from '../protocol/spec-hash.ts'
import type { CommandRecord, Rollout, Policy as WirePolicy } from '../protocol/types.ts'

export function factOf(record: CommandRecord): CommandFact {
  const command = record.command ?? NO_ACTION
  const { name, arguments: args } = actionOf(command)
  return {
    id: command.id,
    action: name satisfies keyof typeof COMMANDS,
    args: { ...args },
    budgetMs: command.budgetMs,
    bootId: record.bootId,
    monoMs: record.monoMs,
    note: record.note,
  }
}

export function targetRefOf(
  scope: 'fleet' | 'device',
  document: string,
  target: CheckedTarget,
  device: string,
): TargetRef {
  const ref = (arm: ReleaseRef['arm'], release: CheckedTarget['release']): ReleaseRef => ({
    document,
    arm,
    epoch: target.epoch,
    releaseId: release.id,
    name: release.name,
    version: release.version,
  })
  return {
    scope,
    release: ref('release', target.release),
    fallback: target.fallback === null ? null : ref('fallback', target.fallback),
    lot: lotOf(device, target.epoch),
    policy: policyOf(target.policy),
    issuedAtMs: target.issuedAtMs,
  }
}

/** What is not set has its default. */
function policyOf(policy: WirePolicy | null): Policy {
  if (policy === null) return DEFAULT_POLICY
  // Byte budgets are read from the document: they are no part of a task.
  const { byteBudgets: _, ...rest } = policy
  return {
    ...rest,
    healthTimeoutMs: policy.healthTimeoutMs || DEFAULT_POLICY.healthTimeoutMs,
    soakMs: policy.soakMs || DEFAULT_POLICY.soakMs,
    contactTimeoutMs: policy.contactTimeoutMs || DEFAULT_POLICY.contactTimeoutMs,
    fetchAttempts: policy.fetchAttempts || DEFAULT_POLICY.fetchAttempts,
    resumeAttempts: policy.resumeAttempts || DEFAULT_POLICY.resumeAttempts,
  }
}

/** A device that is named is let in as if everybody were. */
export function rolloutFactOf(rollout: Rollout, device: string): RolloutFact {
  const { epoch, revision, state } = rollout
  const share = rollout.devices.includes(device) ? WHOLE_SHARE : rollout.share
  const word =
    state === RolloutState.ROLLOUT_STATE_REVERT
      ? 'revert'
      : state === RolloutState.ROLLOUT_STATE_PAUSED
        ? 'paused'
        : 'go'
  return { epoch, revision, state: word, share }
}
