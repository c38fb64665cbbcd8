/** Every call that the browser makes to the server, read from its sources: the verb, the address, what it expects. */
import { join } from 'node:path'
import ts from 'typescript'

export interface BrowserCall {
  /** File and line, for people. */
  where: string
  method: string
  /** Below `/api`; `:` stands for what is only known at run time. Several, where a word is one of several. */
  paths: string[]
  /** What the browser takes the answer for. */
  answer: ts.Type
  /** The answer is a page of such things. */
  paged: boolean
}

const root = join(import.meta.dirname, '../../..')
const verbs = new Set(['get', 'post', 'put', 'patch', 'delete'])

/** Reads the workspace as the compiler does. */
export function readCalls(): { calls: BrowserCall[]; checker: ts.TypeChecker } {
  const settings = ts.getParsedCommandLineOfConfigFile(
    join(root, 'workspace/tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: fault => raise(String(fault.messageText)) },
  )!
  const folder = join(root, 'workspace/api/')
  const program = ts.createProgram(
    settings.fileNames.filter(name => name.startsWith(folder) || name.endsWith('.d.ts')),
    { ...settings.options, noEmit: true, composite: false, incremental: false },
  )
  const checker = program.getTypeChecker()
  const calls: BrowserCall[] = []
  for (const source of program.getSourceFiles()) {
    if (!source.fileName.startsWith(folder) || /(client|paged)\.ts$/.test(source.fileName)) continue
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node)) {
        const found = callOf(node)
        if (found) calls.push({ where: place(source, node), ...found })
      }
      node.forEachChild(visit)
    }
    visit(source)
  }
  return { calls, checker }

  function callOf({ expression, arguments: given, typeArguments }: ts.CallExpression) {
    const type = (node: ts.TypeNode) => checker.getTypeFromTypeNode(node)
    if (ts.isIdentifier(expression) && expression.text === 'pagesOf') {
      const [item, page] = typeArguments!
      return { method: 'get', paths: said(given[1]!), answer: type(page ?? item!), paged: !page }
    }
    if (!ts.isPropertyAccessExpression(expression) || expression.expression.getText() !== 'api') return
    const method = expression.name.text
    if (!verbs.has(method) || !typeArguments) return
    return { method, paths: said(given[0]!), answer: type(typeArguments[0]!), paged: false }
  }

  /** What an expression for an address may say. */
  function said(node: ts.Expression, known = new Map<string, string[]>()): string[] {
    if (ts.isStringLiteralLike(node)) return [node.text]
    if (ts.isParenthesizedExpression(node)) return said(node.expression, known)
    if (ts.isTemplateExpression(node))
      return node.templateSpans.reduce(
        (before, { expression, literal }) =>
          before.flatMap(text => said(expression, known).map(more => text + more + literal.text)),
        [node.head.text],
      )
    if (ts.isConditionalExpression(node))
      return said(said(node.condition, known)[0] ? node.whenTrue : node.whenFalse, known)
    if (ts.isBinaryExpression(node)) return said(node.left, known)[0] ? said(node.right, known) : ['']
    if (ts.isIdentifier(node) && known.has(node.text)) return known.get(node.text)!
    if (ts.isCallExpression(node)) return saidBy(node, known)
    return literals(checker.getTypeAtLocation(node)) ?? [':']
  }

  function saidBy(
    { expression, arguments: given }: ts.CallExpression,
    known: Map<string, string[]>,
  ): string[] {
    if (expression.getText() === 'encodeURIComponent') return said(given[0]!, known)
    const named = checker.getSymbolAtLocation(expression)
    const symbol = named && named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named
    const made = symbol?.valueDeclaration
    if (
      !made ||
      !ts.isVariableDeclaration(made) ||
      !made.initializer ||
      !ts.isArrowFunction(made.initializer)
    )
      return [':']
    const { parameters, body } = made.initializer
    const bound = parameters.map(({ name, initializer }, index): [string, string[]] => {
      const value = given[index]
      if (value) return [name.getText(), said(value, known)]
      return [name.getText(), initializer ? said(initializer, known) : [':']]
    })
    return said(body as ts.Expression, new Map(bound))
  }
}

/** The words a type allows, when it is made of nothing else. */
export function literals(type: ts.Type): string[] | undefined {
  const all = type.isUnion() ? type.types : [type]
  return all.every(each => each.isStringLiteral())
    ? all.map(each => (each as ts.StringLiteralType).value)
    : undefined
}

function place(source: ts.SourceFile, node: ts.Node): string {
  const { line } = source.getLineAndCharacterOfPosition(node.getStart())
  return `${source.fileName.slice(root.length + 1)}:${line + 1}`
}

function raise(message: string): never {
  throw new Error(message)
}
