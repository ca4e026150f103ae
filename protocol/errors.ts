/**
 * The one error class and its codes.
 *
 * Invariant: a code, once released, keeps its meaning for ever; the table below is the only list of them
 * and `docs/errors.md` is generated from it.
 */

/** What to do about each code. `transient` means that waiting may mend it without anybody's help. */
export const ERROR_CODES = {
  HF_AUTHORITY_FAILED: {
    transient: true,
    help: 'The authority could not make a certificate or a revocation list. The message holds its words; the registrar tries again when it is asked again.',
  },
  HF_BROKER_REFUSED: {
    transient: false,
    help: 'The broker answered but did not let us in. Check user, password, certificate and access rules.',
  },
  HF_BROKER_UNAVAILABLE: {
    transient: true,
    help: 'No broker answered at that address. Check the address, the network and that the broker runs.',
  },
  HF_BUDGET_SPENT: {
    transient: true,
    help: 'The device has sent and received as many bytes as its budget allows. The message says when it is whole again; a target with a larger budget, or another link, lets it go on at once.',
  },
  HF_BUNDLE_INVALID: {
    transient: false,
    help: 'The file is no bundle, or was damaged or cut short on its way. Nothing was changed. `holdfast bundle --check FILE` says whether the copy is whole; docs/bundles.md has the form.',
  },
  HF_BUNDLE_UNREADABLE: {
    transient: true,
    help: 'The bundle cannot be read: its medium is away or fails. Put it there again; the device keeps what it runs, and goes on once it can read it.',
  },
  HF_CANCELLED: {
    transient: false,
    help: 'An operator cancelled the update. Deploy again, with a higher epoch, to go on.',
  },
  HF_CERTIFICATE_INVALID: {
    transient: false,
    help: 'A certificate is not for this key, this name or this authority, or not of this time. Look at the authority and the clock.',
  },
  HF_CLAIM_INVALID: {
    transient: false,
    help: 'The claim is not well formed: its certificate request, its id or its keys do not fit together. Nothing was recorded.',
  },
  HF_CLAIM_LIMITED: {
    transient: true,
    help: 'The registrar takes no more claims for now. Wait and ask again.',
  },
  HF_CLAIM_REFUSED: {
    transient: false,
    help: 'The registrar did not grant the claim. The message says why; give the device another proof, or approve it.',
  },
  HF_CLAIM_UNKNOWN: {
    transient: false,
    help: 'No claim with that id or fingerprint waits for approval. `holdfast devices` lists those that wait.',
  },
  HF_CLOCK_WRONG: {
    transient: true,
    help: "By the device's clock a certificate is not valid yet, or not any more. Set the clock; if it is right, the certificate has to be renewed.",
  },
  HF_COMMAND_BUSY: {
    transient: true,
    help: 'The device has too many commands waiting, or is in the middle of something that this one would disturb. Send it again later.',
  },
  HF_COMMAND_EXPIRED: {
    transient: false,
    help: 'The command was not done within its budget. Send it again, with a larger budget.',
  },
  HF_COMMAND_FAILED: {
    transient: false,
    help: 'The device tried the command and it did not work. The message says why.',
  },
  HF_COMMAND_INTERRUPTED: {
    transient: false,
    help: 'The device was cut off while it ran a program that may not be run twice. Look what it has done, then send it again.',
  },
  HF_COMMAND_INVALID: {
    transient: false,
    help: 'The command is not well formed: its id, budget or arguments are not what the protocol allows.',
  },
  HF_COMMAND_UNKNOWN: {
    transient: false,
    help: 'The device does not know this command. Its agent is older than the sender: update the agent.',
  },
  HF_COMPOSE_INVALID: {
    transient: false,
    help: 'The compose file is not valid at the place named. Nothing was written or published.',
  },
  HF_COMPOSE_UNSUPPORTED: {
    transient: false,
    help: 'The compose file uses, at the place named, a key that Holdfast does not run. Remove it or write it otherwise.',
  },
  HF_CONFIG_INVALID: { transient: false, help: 'The configuration has a fault at the place named.' },
  HF_CONTACT_TIMEOUT: {
    transient: false,
    help: 'The new release ran but the device did not reach its broker with it, so it went back. Check what the release does to the network.',
  },
  HF_CONTENT_DAMAGED: {
    transient: true,
    help: 'The disk gave back something else than was written to the data directory. It is fetched again; if it comes often, the disk is failing.',
  },
  HF_CONTENT_UNWRITABLE: {
    transient: true,
    help: 'What is fetched could not be written to the data directory, or read from it. Check its disk and its permissions.',
  },
  HF_DASHBOARD_CROSS_SITE: {
    transient: false,
    help: "The request did not come from the dashboard's own page, or not under an address that it goes by. Open it under the address that it printed, or name another with --host.",
  },
  HF_DASHBOARD_READ_ONLY: {
    transient: false,
    help: 'This dashboard was started with --read-only: it shows, and sends nothing.',
  },
  HF_DASHBOARD_REQUEST_INVALID: {
    transient: false,
    help: 'The dashboard has no such path, or does not take such a request. Nothing was changed.',
  },
  HF_DASHBOARD_SIGN_IN: {
    transient: false,
    help: 'The dashboard wants the token that it printed at its start, or that stands in its --token-file. After some wrong ones it waits before it looks at the next.',
  },
  HF_DASHBOARD_UNAVAILABLE: {
    transient: false,
    help: 'The dashboard cannot start: the address is not to be had, or its page was not built (npm run dashboard:build).',
  },
  HF_DATABASE_UNAVAILABLE: {
    transient: true,
    help: 'The PostgreSQL that keeps the states of devices does not answer, or refuses. What was to be written is tried again; the message says why.',
  },
  HF_DELTA_INVALID: {
    transient: false,
    help: 'A delta does not give the layers that it promises, or two images cannot have one. Devices fetch whole layers instead; make the delta anew with `holdfast delta`.',
  },
  HF_DEVICE_ERASED: {
    transient: false,
    help: 'The device was decommissioned: its identity was taken back and its volumes are to go. It may be claimed again.',
  },
  HF_DEVICE_REVOKED: {
    transient: false,
    help: 'The identity of the device was taken back. It may claim again; an operator has to approve it.',
  },
  HF_DEVICE_UNKNOWN: {
    transient: false,
    help: 'The registrar knows no device of that name. `holdfast devices` lists them.',
  },
  HF_ENCODE_INVALID: {
    transient: false,
    help: 'A message was to be sent that would not arrive as it is. This is a fault in the sender.',
  },
  HF_ENGINE_CONFLICT: {
    transient: false,
    help: 'The engine holds something under a name that we need and that is not ours. Remove or rename it.',
  },
  HF_ENGINE_FAILED: { transient: false, help: 'The engine refused an operation. The message holds its words.' },
  HF_ENGINE_UNAVAILABLE: {
    transient: true,
    help: 'The Docker engine does not answer on its socket. Check that it runs and that we may open the socket.',
  },
  HF_EPOCH_REFUSED: {
    transient: false,
    help: 'The device has tried this epoch and refused it. Deploy a corrected release with a higher epoch, or send forget-refusal.',
  },
  HF_EPOCH_STALE: {
    transient: false,
    help: 'The target has a lower epoch than one that the device accepted before, or the same epoch with other content. Deploy with a higher epoch.',
  },
  HF_FILE_INVALID: { transient: false, help: 'The file does not hold what it should at the place named.' },
  HF_FILE_UNREADABLE: {
    transient: false,
    help: 'The file cannot be read or written. Check the path and the permissions.',
  },
  HF_HEALTH_FAILED: {
    transient: false,
    help: 'A service of the new release failed its health check or ended, so the device went back. Its last log lines are in the report.',
  },
  HF_HEALTH_TIMEOUT: {
    transient: false,
    help: 'A service of the new release was not healthy in time, so the device went back. Mend it, or allow more time in the policy.',
  },
  HF_IMAGE_INVALID: {
    transient: false,
    help: 'A part of the image is not what its digest names, or is missing. Where it came from is damaged, or somebody changed it: make it anew.',
  },
  HF_IMAGE_NOT_FOUND: {
    transient: false,
    help: 'The engine does not have the image, and it was not to be fetched now.',
  },
  HF_INTERNAL: {
    transient: false,
    help: 'A fault in Holdfast itself. Please report it with the message and its cause.',
  },
  HF_KEY_INVALID: {
    transient: false,
    help: 'The key is not an Ed25519 key in the form that `holdfast keygen` writes.',
  },
  HF_LOCKED: {
    transient: true,
    help: 'An application asks not to be disturbed. Wait until it is done, or send the command with --force.',
  },
  HF_LISTEN_FAILED: {
    transient: false,
    help: 'The local API cannot listen at the place named. Check `localApi` in the configuration, and who else listens there.',
  },
  HF_LOCKS_EXHAUSTED: {
    transient: true,
    help: 'The service holds as many locks as it may. Release one, or wait until one ends.',
  },
  HF_MACHINE_STOPPED: {
    transient: false,
    help: 'A state machine stopped that must not stop. The agent restarts and resumes; please report it.',
  },
  HF_NAME_TAKEN: {
    transient: false,
    help: 'A device of that name has an identity already. Choose another name, or approve the claim with --replace.',
  },
  HF_NETWORK_CAPTIVE: {
    transient: true,
    help: 'Something between the device and the internet answers in its place: log in at its page, or use another link.',
  },
  HF_NETWORK_FAILED: {
    transient: true,
    help: 'The network could not be configured so. The message holds the words of who configures it.',
  },
  HF_NETWORK_INVALID: {
    transient: false,
    help: 'The network configuration is not valid at the place named; docs/network-configuration.md has every word. Nothing was signed or published.',
  },
  HF_NETWORK_UNAVAILABLE: {
    transient: true,
    help: 'Nobody on the device can configure its network. Install NetworkManager, or take the network out of the target.',
  },
  HF_NETWORK_UNCONFIRMED: {
    transient: false,
    help: 'With that network configuration the device did not reach its broker in time, so it went back to the one before. Correct it and deploy again.',
  },
  HF_NETWORK_UNREACHABLE: {
    transient: true,
    help: 'The device has an address and reaches nothing: look at its router, its name server and its cable.',
  },
  HF_OUTBOX_FULL: {
    transient: true,
    help: 'Too many answers wait for the broker to take them, so the device takes no more commands. See whether the broker accepts what the device publishes on its result topic; the answers go out once it does.',
  },
  HF_PLAN_INVALID: {
    transient: false,
    help: 'The plan of a rollout cannot be used. The place names the file, line and column; docs/rollouts.md has every word of a plan.',
  },
  HF_REGISTRAR_REPLACED: {
    transient: false,
    help: 'Another registrar has connected to the broker, so this one has stopped: there may be only one. Check which data directory is the right one.',
  },
  HF_REGISTRAR_REQUEST_INVALID: {
    transient: false,
    help: 'The registrar does not take such a request. Program and registrar may be of different versions.',
  },
  HF_REGISTRY_INVALID: {
    transient: false,
    help: 'The registry answered with something that is not an image manifest or blob, or not the one asked for.',
  },
  HF_REGISTRY_NOT_FOUND: {
    transient: false,
    help: 'The registry does not hold that image. Check its name and tag, and that it was pushed.',
  },
  HF_REGISTRY_UNAUTHORIZED: { transient: false, help: 'The registry wants credentials, or did not accept them.' },
  HF_REGISTRY_UNAVAILABLE: {
    transient: true,
    help: 'The registry does not answer. Check the network and that it runs.',
  },
  HF_RELEASE_REVERTED: { transient: false, help: 'An operator sent the device back from this epoch.' },
  HF_REQUESTS_EXHAUSTED: {
    transient: true,
    help: 'As many requests of this kind go on at once as may. End one, or wait.',
  },
  HF_REQUEST_INVALID: {
    transient: false,
    help: 'The local API, or the controller, does not take such a request. The message names the place; nothing was changed.',
  },
  HF_REQUEST_TOO_LARGE: {
    transient: false,
    help: 'The request to the local API is larger than it takes. Nothing was changed.',
  },
  HF_REQUEST_UNAUTHORIZED: {
    transient: false,
    help: 'The local API wants the key of the service, as it stands in the variable HOLDFAST_KEY of its container.',
  },
  HF_REQUEST_UNKNOWN: {
    transient: false,
    help: 'The local API has no such path, or not with that method. `GET /v1/openapi.json` lists what it has.',
  },
  HF_REQUIREMENT_UNMET: {
    transient: false,
    help: 'The device is not one that this release is for. The message names the requirement.',
  },
  HF_RESUMED_TOO_OFTEN: {
    transient: false,
    help: 'The device restarted too often in the middle of this update, so it went back. The release may be what restarts it.',
  },
  HF_REVOCATION_INVALID: {
    transient: false,
    help: 'Somebody says that the identity of the device was taken back, without a word that its authority has signed for its present key. The device keeps everything. With an authority of your own, see --revoker-key of the registrar.',
  },
  HF_ROLLOUT_REPLACED: {
    transient: false,
    help: 'Another controller has taken over the rollouts of this fleet, so this one leaves them alone. Check which data directory is the right one.',
  },
  HF_ROLLOUT_STATE: {
    transient: false,
    help: 'The rollout is at a point where that cannot be done. "holdfast rollout status" shows where it is.',
  },
  HF_ROLLOUT_UNKNOWN: {
    transient: false,
    help: 'No such rollout is known to the controller. "holdfast rollout status" lists those that are.',
  },
  HF_SECRET_INVALID: {
    transient: false,
    help: 'The secrets are well signed, but not well formed: a name, a revision or a size is not one that may be.',
  },
  HF_SECRET_KEY_UNKNOWN: {
    transient: false,
    help: 'Nobody vouches for the key of this device, so nothing is sealed to it. Compare the fingerprint in its log, and give it to `holdfast secrets trust`; or let it claim its identity from a registrar.',
  },
  HF_SECRET_MISSING: {
    transient: true,
    help: 'A service wants a secret that the device does not have. Give it with `holdfast secrets set` (docs/secrets.md).',
  },
  HF_SECRET_STALE: {
    transient: false,
    help: 'The secrets have a lower revision than those that the device holds, or the same one with other content. Publish them with a higher one.',
  },
  HF_SECRET_UNKNOWN: {
    transient: false,
    help: 'No secret of that name is kept for that fleet or device. `holdfast secrets list` shows those that are.',
  },
  HF_SECRET_UNPLACED: {
    transient: true,
    help: 'A secret could not be put where its container finds it: its folder has to be on a tmpfs that the agent can write. See `secretsDir` in the configuration.',
  },
  HF_SECRET_UNREADABLE: {
    transient: false,
    help: 'A secret is not sealed to the key that the device has now, or was changed on its way. Seal it anew: `holdfast secrets sync`.',
  },
  HF_SIGNATURE_INVALID: {
    transient: false,
    help: 'No trusted key for this role has signed these bytes. Sign with a key that the device trusts.',
  },
  HF_SIGNATURES_TOO_FEW: {
    transient: false,
    help: 'Trusted keys have signed, but fewer than the trust asks for. Have more of them sign the same document.',
  },
  HF_SPACE_LOW: {
    transient: true,
    help: 'There is too little free space for what is to be fetched. Free some, or make the release smaller.',
  },
  HF_STORE_CLOSED: { transient: false, help: 'The database is closed. This is a fault in the order of shutting down.' },
  HF_STORE_CORRUPT: {
    transient: false,
    help: 'The database holds values that are damaged. They were set aside; the agent rebuilds what it can and reports it.',
  },
  HF_STORE_LOCKED: {
    transient: true,
    help: 'Another process holds the database. Only one agent may run on a data directory; ask that one.',
  },
  HF_STORE_UNWRITABLE: {
    transient: true,
    help: 'The database cannot be written: the disk is full, read-only or failing. Look at the disk of the device; the agent leaves alone what runs, and goes on by itself once the disk takes writes. Where the data directory can be neither made nor entered, the agent ends: the message names it.',
  },
  HF_STUCK: {
    transient: false,
    help: 'The agent made no progress any more, so it ended itself; its supervisor starts it again and it resumes. If it recurs, look at what the message names: the engine, or the disk.',
  },
  HF_SWITCH_FAILED: {
    transient: false,
    help: 'The engine could not start the new release, so the device went back. The message holds its words.',
  },
  HF_TARGET_INVALID: {
    transient: false,
    help: 'The target is well signed, but its content is not a release that can run. The message names the place.',
  },
  HF_TARGET_MISDIRECTED: {
    transient: false,
    help: 'The message names another fleet or device than the topic that it came on.',
  },
  HF_TIMEOUT: { transient: true, help: 'It was not done in the time allowed.' },
  HF_TOKEN_UNKNOWN: {
    transient: false,
    help: 'The registrar knows no token with that id. `holdfast tokens list` lists them.',
  },
  HF_TOPIC_INVALID: {
    transient: false,
    help: 'A fleet or device name may have letters, digits, ".", "_" and "-", 64 at most, and begins with a letter or digit.',
  },
  HF_TRUST_BEHIND: {
    transient: true,
    help: 'What the device holds was signed by keys that it does not know any more: its copy of the trust chain is gone or older. It waits for the chain; publish that again, retained.',
  },
  HF_TRUST_INVALID: {
    transient: false,
    help: 'The trust document, or the chain that leads to it, is not in order at the place named. Devices keep to the version that they have.',
  },
  HF_TRUST_STALE: {
    transient: false,
    help: 'The trust chain is older than, or another one than, the one that the device has accepted. Publish the newest one; the device keeps to its own.',
  },
  HF_USAGE: {
    transient: false,
    help: 'The command line is not understood. `holdfast --help` lists commands and flags.',
  },
  HF_WIRE_INVALID: {
    transient: false,
    help: 'The message decodes, but a field has a value that the protocol does not allow.',
  },
  HF_WIRE_MALFORMED: { transient: false, help: 'The bytes are not a message of the kind that belongs here.' },
  HF_WIRE_TOO_LARGE: { transient: false, help: 'The message is larger than its kind may be.' },
} as const satisfies Record<string, { transient: boolean; help: string }>

/** A stable error code. */
export type ErrorCode = keyof typeof ERROR_CODES

/** Whether a word from outside is one of the codes. */
export function isErrorCode(word: string): word is ErrorCode {
  return Object.hasOwn(ERROR_CODES, word)
}

/** The only error that leaves a room on purpose. */
export class HoldfastError extends Error {
  override readonly name = 'HoldfastError'
  readonly code: ErrorCode
  /** Where the fault is: a field path, `file:line:column`, a topic, a URL. */
  readonly place: string | undefined

  /**
   * @param code one of the table above
   * @param message one sentence that says what is the matter; never holds a secret
   */
  constructor(code: ErrorCode, message: string, options: { place?: string; cause?: unknown } = {}) {
    super(
      options.place === undefined ? message : `${options.place}: ${message}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.code = code
    this.place = options.place
  }
}

/** An error as JSON data, for events and contexts, which hold no class instances. */
export interface Fault {
  code: ErrorCode
  message: string
}

/** Any thrown value as a {@link Fault}. What is not ours becomes `otherwise`. */
export function faultOf(error: unknown, otherwise: ErrorCode = 'HF_INTERNAL'): Fault {
  if (error instanceof HoldfastError) return { code: error.code, message: error.message }
  return { code: otherwise, message: error instanceof Error ? error.message : String(error) }
}

/** Whether waiting alone may mend it. */
export function isTransient(fault: Fault): boolean {
  return ERROR_CODES[fault.code].transient
}
