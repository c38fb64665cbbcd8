/** Stands for the library's editor of text templates, which no field of ours is: without it, no Markdown or HTML is loaded. */
export class FeelersEditor {
  constructor() {
    throw new Error('No field of the properties is a text template.')
  }
}
