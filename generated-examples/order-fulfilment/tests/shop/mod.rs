//! A shop whose payment provider, warehouse and mailer write what they are asked for into a
//! ledger.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use example_order_fulfilment::mailer::Mailer;
use example_order_fulfilment::order_fulfilment::{
    Customer, CustomerAddress, OrderFulfilmentFlow, OrderFulfilmentTasks, OrderLine, Payment,
    PaymentStatus, State, Status, create_workflow,
};
use example_order_fulfilment::payment_provider::{Charge, PaymentProvider};
use example_order_fulfilment::warehouse::Warehouse;
use tinyflow::Map;
use tinyflow_tests::recording::Ledger;

/// The outside world. Clones share the ledger and the payments.
#[derive(Clone)]
pub struct Shop {
    pub card: PaymentStatus,
    pub out_of_stock: Vec<String>,
    pub ledger: Ledger,
    payments: Arc<Mutex<Payments>>,
}

#[derive(Default)]
struct Payments {
    by_key: HashMap<String, Payment>,
    next_answer_is_lost: bool,
}

impl Shop {
    /// A shop with every article, whose customers' cards answer `card`.
    pub fn new(card: PaymentStatus) -> Self {
        Self {
            card,
            out_of_stock: Vec::new(),
            ledger: Ledger::default(),
            payments: Arc::default(),
        }
    }

    /// The workflow with this shop as its outside world.
    pub fn workflow(&self) -> OrderFulfilmentFlow<OrderFulfilmentTasks<Shop, Shop, Shop>> {
        create_workflow(self.clone(), self.clone(), self.clone())
    }

    /// Loses the payment provider's next answer after the money was taken.
    pub fn lose_next_payment_answer(&self) {
        self.with_payments(|payments| payments.next_answer_is_lost = true);
    }

    /// How often money was taken.
    pub fn payments_taken(&self) -> usize {
        self.with_payments(|payments| payments.by_key.len())
    }

    fn with_payments<T>(&self, use_them: impl FnOnce(&mut Payments) -> T) -> T {
        use_them(&mut self.payments.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// An order as the shop took it.
pub fn order() -> State {
    let line = |sku: &str, quantity| OrderLine {
        sku: sku.to_string(),
        quantity,
    };
    State {
        order_id: "o-7".to_string(),
        customer: Customer {
            email: "ada@example.com".to_string(),
            address: CustomerAddress {
                street: "12 St James's Square".to_string(),
                city: "London".to_string(),
                country: "GB".to_string(),
            },
        },
        lines: vec![line("tea", 2), line("pot", 1)],
        total: 59.5,
        payment: None,
        missing_skus: Vec::new(),
        status: Status::Received,
        extra: Map::new(),
    }
}

impl PaymentProvider for Shop {
    async fn charge(&self, charge: Charge) -> io::Result<Payment> {
        let Charge {
            order_id,
            amount,
            method,
            capture,
            key,
        } = charge;
        let what = format!("charge {amount} for {order_id} by {method:?}, capture: {capture}");
        self.ledger.note(&key, what)?;
        self.with_payments(|payments| {
            let reference = format!("p-{}", payments.by_key.len() + 1);
            let payment = payments.by_key.entry(key).or_insert(Payment {
                reference,
                status: self.card,
            });
            if std::mem::take(&mut payments.next_answer_is_lost) {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "no answer"));
            }
            Ok(payment.clone())
        })
    }
}

impl Warehouse for Shop {
    async fn reserve(
        &self,
        order_id: &str,
        lines: &[OrderLine],
        key: &str,
    ) -> io::Result<Vec<String>> {
        self.ledger.note(key, format!("reserve for {order_id}"))?;
        let skus = lines.iter().map(|line| line.sku.clone());
        Ok(skus.filter(|sku| self.out_of_stock.contains(sku)).collect())
    }

    async fn ship(&self, order_id: &str, to: &CustomerAddress, key: &str) -> io::Result<()> {
        let what = format!("ship {order_id} to {}", to.city);
        self.ledger.note(key, what)
    }

    async fn reorder(&self, order_id: &str, skus: &[String], key: &str) -> io::Result<()> {
        let what = format!("buy {} for {order_id}", skus.join(", "));
        self.ledger.note(key, what)
    }
}

impl Mailer for Shop {
    async fn send_cancellation(&self, to: &str, order_id: &str, key: &str) -> io::Result<()> {
        let what = format!("mail {to} that {order_id} is cancelled");
        self.ledger.note(key, what)
    }
}
