/**
 * What the effects of the machines do, in a sentence each, for the documentation.
 *
 * Invariant: every effect in a definition stands here, and no other (a test holds it).
 */
export const EFFECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  device: {
    update: 'The update machine: a child that runs as long as the device.',
    network: 'The network machine: a child that runs as long as the device.',
    runCommand: 'Carries out the command at the head of the lane, within its budget.',
    streamLogs: 'Streams logs until they end or the budget is spent.',
    unlock: 'Ends when no application holds a lock, or when the budget of the command is spent.',
    expireBehind: 'Ends with the first of the commands behind others whose budget is spent.',
    expire: 'Ends when the budget of a command that waits is spent.',
    stopsEnd: 'Ends when the time of a stop is over, with the names of the services.',
  },
  network: {
    readNetwork: 'Asks who configures the network, and what of ours is in force.',
    applyNetwork: 'Brings a configuration into force beside the one before, which the next boot would begin with.',
    confirmContact: 'Ends when the broker has answered over a connection that was made since, within the budget.',
    keepNetwork: 'Makes it what boots begin with, and removes the one before.',
    revertNetwork: 'Brings back the one before, and removes what was tried.',
    steerLinks: 'Sets links back, so that another one is used, until the next boot.',
    pause: 'Waits: so long, or with full jitter after so many failures.',
  },
  provision: {
    inspect: 'Looks at which keys and credentials are on the disk.',
    generate: 'Makes a key, or takes the one that was made and never used.',
    claim: 'Sends the claim and waits for its answer; a pending one is waited for longer.',
    examine: 'Looks whether what was granted is ours: key, name, authority, time.',
    verify: 'Connects with the new identity, and hears of its own topics.',
    dropCredential: 'Removes what proved the claim, and keys that nothing refers to.',
    untilRenewal: 'Ends when it is time to renew, with jitter.',
    wipe: "Removes the identity's keys and, if asked for, the volumes.",
    pause: 'Waits: so long, or with full jitter after so many failures.',
  },
  update: {
    observe: 'Asks whether the engine answers, and what of ours runs there.',
    admit: 'Reads the signed document again, checks its signature and requirements.',
    plan: 'Compares the images, containers, networks and volumes that are there with those of the release.',
    gate: 'Asks what the world says against passing the gate.',
    fetch: 'Fetches the images that are missing.',
    stage: 'Makes volumes, networks, and containers that do not run yet.',
    survey: 'Looks at the engine and finds the next step towards the goal.',
    act: 'Takes one step: stops, removes, makes or starts one thing.',
    prove: 'Looks at the health of every service, and whether something has drifted.',
    contact: 'Ends when the broker has acknowledged something new.',
    tidy: 'Removes what no release that is kept needs.',
    patience: 'Waits so long for the goal, then ends with the last lines of what is not well yet.',
    pause: 'Waits: so long, or with full jitter after so many failures.',
  },
}
