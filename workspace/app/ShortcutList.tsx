import { Group, Kbd, Modal, Stack, Table, Text } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'

/** What `?` shows; keep it true: each line is a key that some page listens to. */
const shortcuts: { group: string; keys: { keys: string[]; text: string }[] }[] = [
  {
    group: 'everywhere',
    keys: [
      { keys: ['Ctrl', 'K'], text: 'search' },
      { keys: ['?'], text: 'help' },
      { keys: ['G', 'D'], text: 'goDeals' },
      { keys: ['G', 'T'], text: 'goTasks' },
      { keys: ['G', 'P'], text: 'goProcesses' },
      { keys: ['Esc'], text: 'close' },
    ],
  },
  {
    group: 'board',
    keys: [
      { keys: ['↑', '↓', '←', '→'], text: 'walk' },
      { keys: ['Enter'], text: 'openDeal' },
      { keys: ['Ctrl', '← →'], text: 'moveCard' },
      { keys: ['M'], text: 'cardMenu' },
      { keys: ['N'], text: 'newDeal' },
    ],
  },
  {
    group: 'tasks',
    keys: [
      { keys: ['J', 'K'], text: 'nextTask' },
      { keys: ['C'], text: 'claim' },
    ],
  },
]

/** The dialog of shortcuts. */
export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Stack gap="md">
        {shortcuts.map(({ group, keys }) => (
          <div key={group}>
            <Text fw={650} mb={4}>
              {t(`shortcuts.${group}`)}
            </Text>
            <Table withRowBorders={false} verticalSpacing={4}>
              <Table.Tbody>
                {keys.map(({ keys: pressed, text }) => (
                  <Table.Tr key={text}>
                    <Table.Td w={150}>
                      <Group gap={4}>
                        {pressed.map(key => (
                          <Fragment key={key}>
                            <Kbd>{key}</Kbd>
                          </Fragment>
                        ))}
                      </Group>
                    </Table.Td>
                    <Table.Td>{t(`shortcuts.${text}`)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        ))}
      </Stack>
    </Modal>
  )
}
