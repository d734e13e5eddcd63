/** The people and bots of the demo. Their passwords and tokens are public: they open nothing but the demo. */
export interface DemoBot {
  token: string;
  username: string;
  name: string;
  mode: "webhook" | "polling";
  /** As PUT /api/v1/bots/{id}/replies takes them. */
  replies: object[];
}

export interface DemoTenant {
  email: string;
  password: string;
  bots: DemoBot[];
}

export const demoAdmin = { email: "admin@demo.example", password: "watch-the-fleet" };

const token = (id: number) => `${id}:${"DemoTokenOfTheSimulator".padEnd(35, "0")}`;

export const demoTenants: DemoTenant[] = [
  {
    email: "anna@demo.example",
    password: "anna-bakes-bread",
    bots: [
      {
        token: token(7000001),
        username: "annas_bakery_bot",
        name: "Anna's Bakery",
        mode: "webhook",
        replies: [
          {
            trigger: { type: "command", value: "start" },
            text: "Good morning {{first_name}}! Fresh bread from 7 o'clock. What would you like to know?",
            buttons: [
              [
                { text: "Today's bread", callback: "/menu" },
                { text: "Opening hours", callback: "/hours" },
              ],
            ],
          },
          {
            trigger: { type: "command", value: "menu" },
            text: "<b>Today</b>\nRye sourdough - 4.20\nOlive ciabatta - 3.80\nCinnamon knots - 2.50",
            parseMode: "HTML",
          },
          {
            trigger: { type: "command", value: "hours" },
            text: "We are open Tuesday to Saturday, 7:00 to 14:00.",
          },
          {
            trigger: { type: "keyword", value: "bread" },
            text: "All our bread is baked on the day. /menu shows it.",
          },
          { trigger: { type: "any" }, text: "I know /menu and /hours, {{first_name}}." },
        ],
      },
      {
        token: token(7000002),
        username: "annas_orders_bot",
        name: "Anna's Orders",
        mode: "polling",
        replies: [
          { trigger: { type: "command", value: "start" }, text: "Send an order number, e.g. #1042." },
          { trigger: { type: "regex", value: "#\\d{4}" }, text: "Your order {{text}} is in the oven." },
          { trigger: { type: "any" }, text: "An order number looks like #1042." },
        ],
      },
    ],
  },
  {
    email: "boris@demo.example",
    password: "boris-fixes-bikes",
    bots: [
      {
        token: token(7000003),
        username: "boris_bikes_bot",
        name: "Boris Bikes",
        mode: "webhook",
        replies: [
          {
            trigger: { type: "command", value: "start" },
            language: "ru",
            text: "Привет, {{first_name}}! Чиню велосипеды.",
          },
          { trigger: { type: "command", value: "start" }, text: "Hi {{first_name}}! I mend bikes." },
          { trigger: { type: "any" }, text: "You said: {{text}}" },
        ],
      },
    ],
  },
];
