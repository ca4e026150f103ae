/** The scenarios of provisioning in which something goes wrong for a while, or somebody changes their mind. */
import type { ProvisionScenario, ProvisionStep, ProvisionView } from './scenario.ts'
import {
  approve,
  approveRejected,
  begins,
  claimed,
  isSomebody,
  NAME,
  OTHER_FLEET,
  reject,
  renewed,
  replace,
  until,
  untilFelt,
} from './steps.ts'
import { NO_TROUBLES } from './troubles.ts'

const EPOCH_MS = Date.UTC(1970, 0, 1)
const FAR_MS = Date.UTC(2099, 0, 1)

const over = (...states: readonly string[]): ProvisionStep => untilFelt('mend it', NO_TROUBLES, ...states)

/** Or it is somebody already: by an answer that waited for it while its power was away. */
const hasItsKey = ({ state }: ProvisionView): boolean => /^(claiming|installing|verifying|provisioned)\./.test(state)
const isAboutToBeAnswered = ({ state, asked }: ProvisionView): boolean =>
  (state === 'claiming.asking' && asked) || state === 'provisioned.resting'

const CLAIMS: readonly ProvisionScenario[] = [
  {
    name: 'provision-rejected',
    tells: 'an operator rejects the claim, and approves it after all',
    way: 'approval',
    steps: [reject, approveRejected('claiming.backingOff'), claimed],
    ends: 'first',
    audit: { rejected: 1 },
  },
  {
    name: 'provision-forged',
    tells: 'what is granted comes with the name of another device, and is refused by the device itself',
    way: 'token',
    steps: [
      begins('put another name into what is granted', { answersAreForged: true }),
      over('claiming.backingOff'),
      claimed,
    ],
    ends: 'first',
  },
  {
    name: 'provision-broker-late',
    tells: 'the broker takes the certificate only later',
    way: 'token',
    steps: [begins('let the broker refuse', { brokerRefuses: true }), over('verifying.backingOff'), claimed],
    ends: 'first',
  },
  {
    name: 'provision-broker-refuses',
    tells: 'the broker refuses the certificate until it is claimed anew',
    way: 'serial',
    steps: [begins('let the broker refuse', { brokerRefuses: true }), over('claiming.backingOff'), claimed],
    ends: 'first',
  },
  {
    name: 'provision-registrar-down',
    tells: 'the registrar does not answer for a while',
    way: 'serial',
    steps: [begins('stop the registrar', { registrarIsDown: true }), over('claiming.backingOff'), claimed],
    ends: 'first',
  },
  {
    name: 'provision-authority-fails',
    tells: 'no certificate can be made for a while',
    way: 'token',
    steps: [begins('let the authority fail', { authorityFails: true }), over('claiming.backingOff'), claimed],
    ends: 'first',
  },
]

const DISKS: readonly ProvisionScenario[] = [
  {
    name: 'provision-disk-read-only',
    tells: 'nothing can be written while the key is made, or removed once the device is somebody',
    way: 'token',
    steps: [
      begins('let the disk be read-only', { disk: 'read-only' }),
      over('generating.backingOff'),
      begins('let it be so again', { disk: 'read-only' }, hasItsKey),
      over('provisioned.droppingLater', 'provisioned.resting'),
      claimed,
    ],
    ends: 'first',
  },
  {
    name: 'provision-disk-unreadable',
    tells: 'nothing can be read at the first start, nor when the certificate is looked at',
    way: 'token',
    steps: [
      begins('let the disk be unreadable', { disk: 'unreadable' }),
      over('reconciling.backingOff'),
      begins('let it be so again', { disk: 'unreadable' }, isAboutToBeAnswered),
      over('installing.backingOff', 'reconciling.backingOff', 'claiming.backingOff', 'provisioned.resting'),
      claimed,
    ],
    ends: 'first',
  },
  {
    name: 'provisioned-disk-unreadable',
    tells: 'the keys of a device that is somebody cannot be read at its start',
    way: 'token',
    before: [claimed],
    steps: [
      begins('let the disk be unreadable', { disk: 'unreadable' }, isSomebody),
      { tells: 'cut its power', when: () => true, act: ({ away }) => away(0) },
      over('reconciling.backingOff'),
      claimed,
    ],
    ends: 'first',
  },
  {
    name: 'decommission-disk-read-only',
    tells: 'the identity is taken back, and its keys cannot be removed for a while',
    way: 'token',
    before: [claimed],
    steps: [
      begins('let the disk be read-only', { disk: 'read-only' }, isSomebody),
      {
        tells: 'take the identity back',
        when: () => true,
        act: ({ operate }) => operate({ do: 'revoke', device: NAME, erase: true }),
      },
      // A cut may take the word from it: it hears it again when it asks for a certificate, with a key that it cannot make.
      over('wiping.backingOff', 'renewing.backingOff'),
      until('see that it is nobody', ({ state, resting }) => resting && state === 'unclaimed.waiting'),
    ],
    ends: 'nobody',
  },
]

const NEXT: readonly ProvisionScenario[] = [
  {
    name: 'renewal-late',
    tells: 'the renewal is answered late',
    way: 'token',
    before: [claimed],
    steps: [
      begins('stop the registrar', { registrarIsDown: true }, isSomebody),
      { tells: 'let 70 days pass', when: () => true, act: ({ days }) => days(70) },
      over('renewing.backingOff'),
      renewed,
    ],
    ends: 'next',
  },
  {
    name: 'renewal-refused',
    tells: 'the renewal is refused for a while',
    way: 'token',
    before: [claimed],
    steps: [
      begins('let the authority fail', { authorityFails: true }, isSomebody),
      { tells: 'let 70 days pass', when: () => true, act: ({ days }) => days(70) },
      over('renewing.backingOff'),
      renewed,
    ],
    ends: 'next',
  },
  {
    name: 'move',
    tells: 'the device is moved to another fleet',
    way: 'token',
    before: [claimed],
    steps: [
      {
        tells: 'move it',
        when: isSomebody,
        act: ({ operate }) => operate({ do: 'move', device: NAME, fleet: OTHER_FLEET }),
      },
      renewed,
    ],
    ends: 'next',
    fleet: OTHER_FLEET,
    audit: { moves: 1 },
  },
  {
    name: 'replace',
    tells: 'another board takes the place of the device, and its name',
    way: 'approval',
    before: [approve, claimed],
    steps: [
      { tells: 'put another board in its place', when: isSomebody, act: ({ otherBoard }) => otherBoard() },
      replace,
      claimed,
    ],
    ends: 'first',
    audit: { replaced: 1 },
  },
]

/** Taken back while the next certificate is being proved. */
const WHILE_PROVED: ProvisionScenario = {
  name: 'decommission-while-proved',
  tells: 'the identity is taken back while the broker does not take the next certificate yet',
  way: 'token',
  before: [claimed],
  steps: [
    begins('let the broker refuse the next certificate', { brokerRefusesNext: true }, isSomebody),
    { tells: 'let 70 days pass', when: () => true, act: ({ days }) => days(70) },
    {
      tells: 'take the identity back',
      when: ({ state }) => state === 'verifying.backingOff',
      act: ({ operate }) => operate({ do: 'revoke', device: NAME, erase: true }),
    },
    until('see that it is nobody', ({ state, resting }) => resting && state === 'unclaimed.waiting'),
  ],
  ends: 'nobody',
  audit: { renewed: 1 },
}

const CLOCKS: readonly ProvisionScenario[] = [
  {
    name: 'clock-1970',
    tells: 'a board without a clock of its own begins in 1970 at each boot',
    way: 'token',
    steps: [begins('let it begin in 1970', { clockBeginsMs: EPOCH_MS }), claimed],
    ends: 'first',
  },
  {
    name: 'clock-2099',
    tells: 'the clock of the board is far ahead',
    way: 'token',
    steps: [begins('let it begin in 2099', { clockBeginsMs: FAR_MS }), claimed],
    ends: 'first',
  },
  {
    name: 'recovery-clock-1970',
    tells: 'a device that was off while its certificate ended recovers, and its clock says 1970',
    way: 'token',
    before: [claimed],
    steps: [
      begins('let it begin in 1970', { clockBeginsMs: EPOCH_MS }, isSomebody),
      { tells: 'keep it in a drawer for 120 days', when: () => true, act: ({ away }) => away(120) },
      renewed,
    ],
    ends: 'next',
  },
]

export const TROUBLED_SCENARIOS: readonly ProvisionScenario[] = [...CLAIMS, ...DISKS, ...NEXT, WHILE_PROVED, ...CLOCKS]
