import type { Message } from "grammy/types";

/**
 * What Telegram writes into a chat by itself ("Ann joined", "Bob pinned a message"). It comes as a
 * message, but nobody said anything, so no reply fits. What a person did send on purpose counts as
 * said although the Bot API calls it a service message: shared contacts and chats, a payment, data of a web app.
 */
const notices = [
  "new_chat_members",
  "left_chat_member",
  "new_chat_title",
  "new_chat_photo",
  "delete_chat_photo",
  "group_chat_created",
  "supergroup_chat_created",
  "channel_chat_created",
  "community_chat_joined",
  "chat_owner_left",
  "chat_owner_changed",
  "managed_bot_created",
  "message_auto_delete_timer_changed",
  "migrate_to_chat_id",
  "migrate_from_chat_id",
  "pinned_message",
  "connected_website",
  "write_access_allowed",
  "proximity_alert_triggered",
  "boost_added",
  "chat_background_set",
  "checklist_tasks_done",
  "checklist_tasks_added",
  "poll_option_added",
  "poll_option_deleted",
  "direct_message_price_changed",
  "paid_message_price_changed",
  "suggested_post_approved",
  "suggested_post_approval_failed",
  "suggested_post_declined",
  "suggested_post_paid",
  "suggested_post_refunded",
  "refunded_payment",
  "forum_topic_created",
  "forum_topic_edited",
  "forum_topic_closed",
  "forum_topic_reopened",
  "general_forum_topic_hidden",
  "general_forum_topic_unhidden",
  "giveaway_created",
  "giveaway",
  "giveaway_winners",
  "giveaway_completed",
  "gift",
  "unique_gift",
  "gift_upgrade_sent",
  "video_chat_scheduled",
  "video_chat_started",
  "video_chat_ended",
  "video_chat_participants_invited",
] as const satisfies readonly (keyof Message)[];

/** Whether a message is Telegram's own notice rather than something a person sent. */
export function isNotice(message: Message): boolean {
  return notices.some((name) => name in message);
}
