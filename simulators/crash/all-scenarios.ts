/** Every scenario, by name: the table that the command line and the tests go through. */
import type { Scenario } from './scenario.ts'
import {
  commandsDuringUpdate,
  logs,
  manyCommands,
  purge,
  purgeNotBegun,
  purgeNotEnded,
  purgeTwice,
  reboot,
  restart,
} from './scenarios/commands.ts'
import { brokerAwayForAWhile, brokerAwayTooLong } from './scenarios/contact.ts'
import { deviceTarget, deviceTargetCleared, deviceTargetGivenUp } from './scenarios/device-targets.ts'
import { firstInstall } from './scenarios/first-install.ts'
import { engineDiskFull, registryAway, storeDiskFull } from './scenarios/full-disks.ts'
import {
  laterCheckpoint,
  laterCheckpointProving,
  storeLost,
  storeLostAlone,
  storeLostRollback,
  storeLostSwitching,
  storeLostUpdate,
} from './scenarios/lost-stores.ts'
import {
  cancelReverting,
  cancels,
  cancelTwice,
  heldAndReleased,
  operatorRevert,
  overtaken,
  revertInTheMiddle,
  rolloutRevert,
  triedAgain,
} from './scenarios/operators.ts'
import {
  failedFirstInstall,
  rollbackCannotStart,
  rollbackCrashLoop,
  rollbackDeleted,
  rollbackHandOver,
  rollbackUnhealthy,
  rollbackWavering,
} from './scenarios/rollbacks.ts'
import { fewerServices, severalServices } from './scenarios/several-services.ts'
import {
  updateDeleteThenDownload,
  updateDownloadThenKill,
  updateHandOver,
  updateKillThenDownload,
} from './scenarios/updates.ts'

export const SCENARIOS: readonly Scenario[] = [
  firstInstall,
  updateDownloadThenKill,
  updateKillThenDownload,
  updateDeleteThenDownload,
  updateHandOver,
  severalServices,
  fewerServices,
  rollbackUnhealthy,
  rollbackCrashLoop,
  rollbackWavering,
  rollbackCannotStart,
  rollbackDeleted,
  rollbackHandOver,
  failedFirstInstall,
  ...cancels,
  cancelReverting,
  cancelTwice,
  operatorRevert,
  rolloutRevert,
  revertInTheMiddle,
  overtaken,
  heldAndReleased,
  triedAgain,
  deviceTarget,
  deviceTargetCleared,
  deviceTargetGivenUp,
  brokerAwayForAWhile,
  brokerAwayTooLong,
  storeLost,
  storeLostAlone,
  storeLostUpdate,
  storeLostRollback,
  storeLostSwitching,
  laterCheckpoint,
  laterCheckpointProving,
  purge,
  purgeTwice,
  purgeNotBegun,
  purgeNotEnded,
  restart,
  reboot,
  logs,
  manyCommands,
  commandsDuringUpdate,
  engineDiskFull,
  registryAway,
  storeDiskFull,
]
