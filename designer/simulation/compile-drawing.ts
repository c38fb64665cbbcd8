import { type CompiledProcess, compile, type Problem, parseBpmn, validate } from '#engine/pure.ts'

export type Compiled = { ok: true; processes: CompiledProcess[] } | { ok: false; problems: Problem[] }

/** Compiles a drawing as publishing would; errors forbid trying it out just as they forbid publishing. */
export async function compileDrawing(xml: string): Promise<Compiled> {
  const parsed = await parseBpmn(xml)
  const problems = [...parsed.problems, ...parsed.models.flatMap(model => validate(model))]
  const errors = problems.filter(problem => problem.severity === 'error')
  if (errors.length > 0 || parsed.models.length === 0) return { ok: false, problems: errors }
  const runnable = parsed.models.filter(model => model.executable)
  return { ok: true, processes: (runnable.length > 0 ? runnable : parsed.models).map(compile) }
}
