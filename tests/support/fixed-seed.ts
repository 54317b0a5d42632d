import fc from 'fast-check'

// the same cases in every run, so that a red run means a change and not a draw; OTOLITH_TEST_SEED draws others
fc.configureGlobal({ seed: Number(process.env.OTOLITH_TEST_SEED ?? 20261124) })
