import { os } from './implementer.ts'
import { listRecentStudies } from './list-recent-studies.ts'
import { makeDemoStudy } from './make-demo-study.ts'
import { moveStudyPaths } from './move-study-paths.ts'
import { forgetStudy, rememberStudy } from './recent-studies.ts'
import { studyView } from './study-view.ts'

export const homeProcedures = os.home.router({
  recent: os.home.recent.handler(({ context }) => listRecentStudies(context)),
  forget: os.home.forget.handler(({ input, context }) => forgetStudy(context.appDir, input.studyDir)),
  relink: os.home.relink.handler(async ({ input, context: { paths, appDir } }) => {
    const to = paths.require(input.to)
    moveStudyPaths(input.from, to)
    forgetStudy(appDir, input.from)
    rememberStudy(appDir, to)
    return studyView(to)
  }),
  makeDemo: os.home.makeDemo.handler(async ({ input, signal, context: { paths, appDir, studiesDir, closing } }) => {
    const parent = paths.require(input.parent ?? studiesDir)
    const until = AbortSignal.any([closing, ...(signal ? [signal] : [])])
    const studyDir = await makeDemoStudy(parent, input.pairs ?? 20, until)
    rememberStudy(appDir, studyDir)
    return studyView(studyDir)
  }),
})
