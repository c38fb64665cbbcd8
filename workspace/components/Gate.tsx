import { Box, Button, Center, Group, Paper, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Locale } from '../api/types.ts'
import { chooseLanguage, languages } from '../i18n/language.ts'
import { Mark } from './Mark.tsx'

/** The frame of the pages before the workspace: signing in, the first start. */
export function Gate({ title, text, children }: { title: string; text?: string; children: ReactNode }) {
  const { i18n } = useTranslation()
  return (
    <Center mih="100dvh" p="md" component="main" style={{ background: 'var(--baton-column)' }}>
      <Box w="100%" maw={400}>
        <Group gap={10} justify="center" mb="lg">
          <Mark size={34} />
          <Text fz={22} fw={650}>
            Baton
          </Text>
        </Group>
        <Paper withBorder p={28} radius="xl">
          <Title order={1} fz={20} mb={4}>
            {title}
          </Title>
          {text && (
            <Text c="dimmed" mb="md">
              {text}
            </Text>
          )}
          {children}
        </Paper>
        <Group justify="center" gap="md" mt="md">
          {(Object.keys(languages) as Locale[]).map(language => (
            <Button
              key={language}
              variant="subtle"
              size="compact-sm"
              color="gray"
              c={i18n.language === language ? 'var(--mantine-color-text)' : 'dimmed'}
              onClick={() => chooseLanguage(language)}
              lang={language}
            >
              {languages[language]}
            </Button>
          ))}
        </Group>
      </Box>
    </Center>
  )
}
