/** Whether an answer that fits a route's schema is what a type of the browser says. */
import ts from 'typescript'
import type { Schema } from '#server/routes/route.ts'
import { literals } from './calls.ts'

type Properties = Record<string, Schema>
const { TypeFlags } = ts

/** Where the type expects what the schema does not promise; nothing where the schema says nothing. */
export function differences(checker: ts.TypeChecker, type: ts.Type, schema: Schema, at = ''): string[] {
  const { kinds, schema: plain } = bare(schema)
  if (kinds.length !== 1 || open(type)) return []
  const members = (type.isUnion() ? type.types : [type]).filter(
    each => !(each.flags & (TypeFlags.Undefined | TypeFlags.Null)),
  )
  const nullable = type.isUnion() && type.types.some(each => each.flags & TypeFlags.Null)
  const told = nullable || !mayBeNull(schema) ? [] : [`${at} may be null`]
  const [kind] = kinds
  if (kind === 'array') {
    const list = members.find(each => checker.isArrayType(each))
    if (!list) return members.some(each => checker.isTupleType(each)) ? told : [...told, `${at} is a list`]
    const [item] = checker.getTypeArguments(list as ts.TypeReference)
    return [...told, ...differences(checker, item!, (plain.items ?? {}) as Schema, `${at}[]`)]
  }
  if (kind === 'object') return [...told, ...ofObject(checker, members, plain, at)]
  const wanted =
    { string: TypeFlags.StringLike, boolean: TypeFlags.BooleanLike }[kind!] ?? TypeFlags.NumberLike
  if (!members.every(each => each.flags & wanted)) return [...told, `${at} is a ${kind}`]
  return [...told, ...ofWords(members, plain, at)]
}

/** The same words on both sides, where the browser names them. */
function ofWords(members: ts.Type[], { enum: promised }: Schema, at: string): string[] {
  const expected = members.flatMap(each => literals(each) ?? [])
  if (!Array.isArray(promised) || expected.length === 0) return []
  return [
    ...promised
      .filter(word => word !== null && !expected.includes(word))
      .map(word => `${at} may be "${word}"`),
    ...expected.filter(word => !promised.includes(word)).map(word => `${at} is never "${word}"`),
  ]
}

function ofObject(checker: ts.TypeChecker, members: ts.Type[], schema: Schema, at: string): string[] {
  const objects = members.filter(
    each => each.flags & (TypeFlags.Object | TypeFlags.Intersection) && !checker.isArrayType(each),
  )
  if (objects.length === 0) return [`${at} is an object`]
  const properties = schema.properties as Properties | undefined
  const required = (schema.required ?? []) as string[]
  // A map of one's own keys, or one of several shapes: the schema says less than the type.
  if (!properties || objects.length > 1) return []
  return checker.getPropertiesOfType(objects[0]!).flatMap(property => {
    const { name } = property
    const promised = properties[name]
    const optional = property.flags & ts.SymbolFlags.Optional
    if (!promised) return optional && ofPage(property) ? [] : [`${at}.${name} never comes`]
    const missing = optional || required.includes(name) ? [] : [`${at}.${name} may be missing`]
    return [...missing, ...differences(checker, checker.getTypeOfSymbol(property), promised, `${at}.${name}`)]
  })
}

/** Not every list counts its items or goes on. */
const ofPage = ({ declarations }: ts.Symbol): boolean =>
  declarations?.some(({ parent }) => ts.isInterfaceDeclaration(parent) && parent.name.text === 'Page') ===
  true

/** The schema without its null, and the kinds of value that it allows. */
function bare(schema: Schema): { kinds: string[]; schema: Schema } {
  const choices = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  const rest = choices?.filter(({ type }) => type !== 'null')
  if (rest?.length === 1) return bare(rest[0]!)
  const kinds = [schema.type ?? []].flat().filter(kind => kind !== 'null') as string[]
  return { kinds, schema }
}

function mayBeNull({ type, anyOf, oneOf }: Schema): boolean {
  const choices = (anyOf ?? oneOf) as Schema[] | undefined
  return [type].flat().includes('null') || (choices ?? []).some(each => each.type === 'null')
}

/** What the browser does not look into, or learns only from whoever calls. */
function open({ flags }: ts.Type): boolean {
  return Boolean(
    flags &
      (TypeFlags.Any |
        TypeFlags.Unknown |
        TypeFlags.Void |
        TypeFlags.TypeParameter |
        TypeFlags.IndexedAccess),
  )
}
