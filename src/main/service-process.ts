// the program of the service's own process: see service-owner.ts
import { serveMain } from './serve-main.ts'

const appDir = process.env.OTOLITH_APP_DIR
serveMain(process.parentPort, appDir === undefined ? {} : { appDir }, () => process.exit(0))
