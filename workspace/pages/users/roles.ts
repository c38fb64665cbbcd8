import type { Role } from '../../api/types.ts'

/** The roles a colleague can have, the mightiest first. */
export const roles: Role[] = ['administrator', 'analyst', 'manager']
