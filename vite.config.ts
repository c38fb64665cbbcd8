import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import presetMantine from 'postcss-preset-mantine'
import simpleVars from 'postcss-simple-vars'
import { defineConfig, type Plugin } from 'vite'

/** What longer pages are made of, and the board does without. */
const pageParts = `
  Accordion Anchor Autocomplete Breadcrumbs Checkbox Code Collapse Combobox Divider Drawer Fieldset FileButton HoverCard
  Image List LoadingOverlay NavLink Pagination Progress Radio RingProgress Select SimpleGrid Stepper Switch Table Tabs Textarea
  Timeline Tree`
/** What only forms ask with. */
const formParts = `
  Chip FileInput Grid JsonInput MultiSelect NativeSelect NumberInput NumberFormatter PasswordInput Pill PillsInput PinInput
  Slider TagsInput`
const pagePart = parts(pageParts)
const formPart = parts(formParts)

/** The browser's half: `workspace/` (and the designer it loads lazily) into `dist/workspace`. */
export default defineConfig({
  root: 'workspace',
  plugins: [react(), lightPanel(), precompress()],
  css: {
    postcss: {
      plugins: [
        presetMantine(),
        simpleVars({
          variables: {
            'mantine-breakpoint-xs': '36em',
            'mantine-breakpoint-sm': '48em',
            'mantine-breakpoint-md': '62em',
            'mantine-breakpoint-lg': '75em',
            'mantine-breakpoint-xl': '88em',
          },
        }),
      ],
    },
  },
  resolve: {
    alias: [
      // The package's index re-exports 9,000 modules one by one; this one lets the bundler skip straight to the icon.
      { find: /^@tabler\/icons-react$/, replacement: '@tabler/icons-react/dist/esm/icons/index.mjs' },
    ],
  },
  define: { __TEST_BUILD__: JSON.stringify(process.env.BATON_TEST_BUILD === '1') },
  optimizeDeps: {
    entries: ['index.html', '**/*.{ts,tsx}', '../designer/**/*.{ts,tsx}'],
    include: ['@bpmn-io/properties-panel/preact', 'bpmn-js/lib/Modeler', 'bpmn-js/lib/NavigatedViewer'],
  },
  server: {
    proxy: {
      // The sources of `workspace/api` stand at the same addresses; they end in `.ts`, no resource does.
      '^/api/(?!.*[.]ts([?]|$))': {
        target: process.env.BATON_DEV_API ?? 'http://127.0.0.1:3000',
        changeOrigin: false,
      },
    },
  },
  build: {
    outDir: '../dist/workspace',
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    chunkSizeWarningLimit: 1700,
    // Left alone the bundler makes a hundred small chunks of what pages share: a hundred requests before the board shows.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: packages(
                'react|react-dom|scheduler|react-router|i18next|react-i18next|@tanstack.query-core|@tanstack.react-query',
              ),
              priority: 40,
            },
            { name: 'dates', test: packages('@mantine.dates|dayjs'), priority: 15 },
            // The bundler's own helper for lazy imports would else land in whatever chunk comes first.
            { name: 'base', test: /vite\/preload-helper/, priority: 50 },
            {
              name: 'forms',
              test: id => packages('@mantine.form').test(id) || formPart.test(id),
              minShareCount: 2,
              priority: 14,
            },
            { name: 'pages', test: pagePart, minShareCount: 2, priority: 15 },
            {
              name: 'kit',
              test: id =>
                packages('@mantine.(?!dates|form)[^/]+|@floating-ui.[^/]+').test(id) &&
                !pagePart.test(id) &&
                !formPart.test(id),
              minShareCount: 3,
              priority: 20,
            },
            { name: 'icons', test: packages('@tabler.icons-react'), minShareCount: 2, priority: 20 },
            {
              name: 'parts',
              test: /\/workspace\/(api\/[^/]+|components\/(?!LookUp|SideSheet)[^/]+|components\/task\/drafts.ts)$/,
              minShareCount: 3,
              priority: 12,
            },
            { name: 'task', test: /\/workspace\/components\/task\//, minShareCount: 2, priority: 10 },
          ],
        },
      },
    },
  },
})

/** Matches the modules of these packages; `.` stands for the slash in a scoped name. */
function packages(names: string): RegExp {
  return new RegExp(`node_modules/(${names})/`)
}

/** Matches the modules of these parts of the kit. */
function parts(names: string): RegExp {
  return new RegExp(`node_modules/@mantine/core/esm/components/(${names.trim().split(/\s+/).join('|')})/`)
}

/**
 * bpmn-io's properties panel without the editors it brings: that of expressions comes when a field asks for it, those of
 * JSON and of text templates are in no field of ours.
 */
function lightPanel(): Plugin {
  const instead: [name: RegExp, file: string][] = [
    [/^@codemirror\//, 'code-mirror-later.ts'],
    [/^@bpmn-io\/feel-editor$/, 'feel-editor-later.ts'],
    [/^@bpmn-io\/feelers-editor$/, 'no-templating.ts'],
  ]
  return {
    name: 'light-panel',
    apply: 'build',
    enforce: 'pre',
    resolveId(name, importer) {
      if (!importer?.includes('/@bpmn-io/properties-panel/')) return
      const found = instead.find(([which]) => which.test(name))
      return found && join(import.meta.dirname, 'designer/properties', found[1])
    },
  }
}

/** Puts `.br` and `.gz` beside every asset worth it, so that the server never compresses a file twice. */
function precompress(): Plugin {
  let out = ''
  return {
    name: 'precompress',
    apply: 'build',
    configResolved(config) {
      out = join(config.root, config.build.outDir)
    },
    async closeBundle() {
      const files = (await readdir(out, { recursive: true })).filter(name =>
        /\.(js|css|svg|html|json|txt)$/.test(name),
      )
      await Promise.all(files.map(name => compressFile(join(out, name))))
    },
  }
}

async function compressFile(path: string) {
  const bytes = await readFile(path)
  if (bytes.length < 1024) return
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
}
