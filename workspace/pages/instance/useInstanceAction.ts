import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { messageOf } from '../../components/ErrorCard.tsx'

interface Act {
  run(): Promise<unknown>
  /** What is said when it worked. */
  done: string
  /** The caller shows the server's reason itself. */
  quiet?: boolean
}

/** Does something to an instance, says how it went, and reads the instance again. */
export function useInstanceAction(id: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (act: Act) => act.run(),
    onSuccess: (_, act) => {
      notifications.show({ message: act.done, color: 'teal' })
    },
    onError: (error, act) => {
      if (!act.quiet) notifications.show({ message: messageOf(error), color: 'red', autoClose: 10_000 })
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['instance', id] })
      void queryClient.invalidateQueries({ queryKey: ['instances'] })
    },
  })
}
