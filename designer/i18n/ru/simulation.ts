export const simulation = {}
