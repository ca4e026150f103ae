/** Every scenario, by name: the table that the command line and the tests go through. */
import type { Scenario } from './scenario.ts'
import { commandsDuringUpdate, manyCommands, purge, purgeTwice, reboot, restart } from './scenarios/commands.ts'
import { firstInstall } from './scenarios/first-install.ts'
import { engineDiskFull, registryAway, storeDiskFull } from './scenarios/full-disks.ts'
import {
  cancels,
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
  operatorRevert,
  rolloutRevert,
  revertInTheMiddle,
  overtaken,
  heldAndReleased,
  triedAgain,
  purge,
  purgeTwice,
  restart,
  reboot,
  manyCommands,
  commandsDuringUpdate,
  engineDiskFull,
  registryAway,
  storeDiskFull,
]
